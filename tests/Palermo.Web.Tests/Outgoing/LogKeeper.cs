using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>Keeps everything that a site logs, at the lowest level.</summary>
internal sealed class LogKeeper(ConcurrentQueue<string> kept) : ILoggerProvider, ILogger
{
    public static void Keep(IWebHostBuilder builder, ConcurrentQueue<string> into) =>
        builder.ConfigureTestServices(services => services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddFilter(_ => true)).AddSingleton<ILoggerProvider>(new LogKeeper(into)));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => kept.Enqueue(formatter(state, exception) + exception);

    public void Dispose()
    {
    }
}
