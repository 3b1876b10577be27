namespace Palermo.Casework.Attachments;

/// <summary>The kinds of file a case takes, known by their bytes and never by their name.</summary>
public enum FileKind
{
    Pdf,
    Jpeg,
    Png,
    Text,
}

public enum FileRefusal
{
    Empty,
    TooLarge,

    /// <summary>Not one of the kinds taken, or a file that starts as one kind and continues as another.</summary>
    KindNotTaken,

    /// <summary>A document that runs something or carries other files.</summary>
    ActiveContent,

    /// <summary>Starts as one of the kinds but is damaged.</summary>
    Damaged,

    /// <summary>The operator's scanner found malicious software in it.</summary>
    Malicious,

    /// <summary>The operator's scanner gave no clear answer.</summary>
    NotScanned,
}
