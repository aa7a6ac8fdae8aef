using Microsoft.Extensions.Logging;

namespace Digest.Rendering;

/// <summary>Takes up templates that an operator changes while the program runs. What does not work is told in the log, and the
/// last set that did stays in use.</summary>
internal sealed partial class LiveTemplates(Renderer renderer, RenderingOptions options, ILogger<LiveTemplates> log)
{
    readonly Lock _turn = new();

    /// <summary>Nothing at first: what changed between the start and the first look is seen, too.</summary>
    string _seen = "";

    /// <summary>Why the files that changed do not work, so that those of before are in use; null when nothing is wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>Looks whether anything changed; cheap when nothing did. Called before something is planned with the templates,
    /// so that they are kept before a mail names them.</summary>
    public void Refresh()
    {
        lock (_turn)
        {
            var stamp = Stamp(options.TemplatesFolder);
            if (stamp == _seen)
                return;
            _seen = stamp;
            Fault = null;
            try
            {
                var set = TemplateSet.Load(TemplateSet.ShippedFolder, options.TemplatesFolder);
                if (set.Version == renderer.Current.Version)
                    return;
                new TemplateTrial(renderer.With(set)).Run();
                renderer.Use(set);
                LogTakenUp(set.Version);
            }
            catch (Exception fault) when (fault is InvalidDataException or IOException)
            {
                Fault = $"{fault.Message} {fault.InnerException?.Message}".TrimEnd();
                LogLeft(Fault);
            }
        }
    }

    static string Stamp(string? folder) => !Directory.Exists(folder) ? "" : string.Join('\n',
        new DirectoryInfo(folder).EnumerateFiles("*.*", SearchOption.AllDirectories)
            .Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));

    [LoggerMessage(Level = LogLevel.Information, Message = "The templates changed; from now on mails and pages are made with set {Version}")]
    private partial void LogTakenUp(string version);

    [LoggerMessage(Level = LogLevel.Error, Message = "The templates changed but do not work, so those of before stay in use: {Fault}")]
    private partial void LogLeft(string fault);
}
