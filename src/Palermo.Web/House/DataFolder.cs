namespace Palermo.Web.House;

/// <summary>Where the data files that come with the program lie: instruments, processes, wordings, who may do what.</summary>
public sealed record DataFolder(string Path);
