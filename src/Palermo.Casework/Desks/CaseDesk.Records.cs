using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Attachments;
using Palermo.Casework.Evidence;
using Palermo.Casework.Notes;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Casework.Desks;

/// <summary>A note, opened.</summary>
public sealed record OpenedNote(Note Note, string Words);

/// <summary>A file in the list, its name opened.</summary>
public sealed record ListedFile(Attachment File, string Name);

public sealed record OpenedFile(Attachment File, string Name, byte[] Content);

public sealed partial class CaseDesk
{
    /// <summary>Writes a note. It can never be changed; a correction is an addendum to it.</summary>
    public Task<Guid> AddNoteAsync(Actor actor, Purpose purpose, Guid caseId, Tier tier, string words, Guid? addendumTo, CancellationToken cancellation)
    {
        if (tier is not (Tier.Identity or Tier.Privileged))
        {
            throw DeskRefused.For(DeskProblem.NotANotice);
        }

        if (string.IsNullOrWhiteSpace(words))
        {
            throw DeskRefused.For(DeskProblem.ReasonMissing);
        }

        if (words.Length > LongestText)
        {
            throw DeskRefused.For(DeskProblem.TooLong);
        }

        return Act(actor, purpose, caseId, "note.written", async session =>
        {
            ForProfession(session, tier);
            RequireWords(session, tier, AccessRight.Write);
            if (addendumTo is { } earlier && !await session.Context.Set<Note>().AnyAsync(n => n.Id == earlier && n.CaseId == caseId && n.Tier == tier, cancellation))
            {
                throw DeskRefused.For(DeskProblem.UnknownRecord);
            }

            var id = setting.Ids.Next();
            session.Context.Add(new Note { Id = id, CaseId = caseId, Tier = tier, Body = session.Seal(tier, "note", "body", id, 0, words), AddendumTo = addendumTo, At = session.At, By = actor.UserId });
            session.Record = ("note", id);
            session.Change();
            return id;
        }, cancellation);
    }

    /// <summary>Notes of one tier, oldest first. Privileged ones only to their author.</summary>
    public Task<ImmutableArray<OpenedNote>> ReadNotesAsync(Actor actor, Purpose purpose, Guid caseId, Tier tier, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "note.read", async session =>
        {
            ForProfession(session, tier);
            RequireWords(session, tier, AccessRight.Read);
            var notes = await Rows<Note>(session.Context, n => n.CaseId == caseId && n.Tier == tier && (tier != Tier.Privileged || n.By == actor.UserId), cancellation);
            return notes.OrderBy(n => n.At).Select(n => new OpenedNote(n, session.Open<string>(tier, "note", "body", n.Id, 0, n.Body))).ToImmutableArray();
        }, cancellation);

    /// <summary>Takes a file after looking at it and, where there is a scanner, only with its word that nothing was found.</summary>
    /// <param name="evidence">The key of the evidence that it belongs to; null: none.</param>
    public async Task<Guid> AttachAsync(Actor actor, Purpose purpose, Guid caseId, string name, byte[] file, string? evidence, CancellationToken cancellation)
    {
        var (inspected, refusal) = FileInspection.Of(file);
        if (inspected is null)
        {
            throw DeskRefused.For(refusal!.Value);
        }

        // As it was sent: what is taken out of it could be what a scanner knows it by.
        if (setting.Scanner is { } scanner && await scanner.ScanAsync(file, cancellation) is { } found)
        {
            throw DeskRefused.For(found);
        }

        return await Act(actor, purpose, caseId, "file.attached", async session =>
        {
            RequireWords(session, Tier.Identity, AccessRight.Write);
            Guid? item = null;
            if (evidence is not null)
            {
                var items = await Rows<EvidenceItem>(session.Context, e => e.CaseId == caseId, cancellation);
                item = items.FirstOrDefault(e => e.Key == evidence)?.Id ?? throw DeskRefused.For(DeskProblem.UnknownEvidence);
            }

            var (id, content) = (setting.Ids.Next(), setting.Ids.Next());
            var shown = Path.GetFileName(name);
            session.Context.AddRange(
                new Attachment
                {
                    Id = id, CaseId = caseId, EvidenceId = item, Kind = inspected.Kind, Size = inspected.Content.Length, MetadataRemoved = inspected.MetadataRemoved, ContentId = content,
                    FileName = session.Seal(Tier.Identity, "file", "name", id, 0, shown.Length > 200 ? shown[^200..] : shown), At = session.At, By = actor.UserId,
                },
                new AttachmentContent { Id = content, CaseId = caseId, Content = session.SealBytes(Tier.Identity, "file", "content", content, inspected.Content) });
            session.Record = ("file", id);
            session.Change();
            return id;
        }, cancellation);
    }

    public Task<ImmutableArray<ListedFile>> FilesAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "file.listed", async session =>
        {
            // A file says more than a name: it takes both tiers.
            session.RequireInFull(Tier.Facts, AccessRight.Read);
            session.RequireInFull(Tier.Identity, AccessRight.Read);
            var files = await Rows<Attachment>(session.Context, a => a.CaseId == caseId, cancellation);
            return files.OrderBy(f => f.At).Select(f => new ListedFile(f, session.Open<string>(Tier.Identity, "file", "name", f.Id, 0, f.FileName))).ToImmutableArray();
        }, cancellation);

    public Task<OpenedFile> ReadFileAsync(Actor actor, Purpose purpose, Guid caseId, Guid fileId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "file.read", async session =>
        {
            // A file says more than a name: it takes both tiers.
            session.RequireInFull(Tier.Facts, AccessRight.Read);
            session.RequireInFull(Tier.Identity, AccessRight.Read);
            var file = await session.Context.Set<Attachment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == fileId && a.CaseId == caseId, cancellation) ?? throw DeskRefused.For(DeskProblem.UnknownRecord);
            var content = await session.Context.Set<AttachmentContent>().AsNoTracking().FirstAsync(c => c.Id == file.ContentId, cancellation);
            session.Record = ("file", fileId);
            return new OpenedFile(file, session.Open<string>(Tier.Identity, "file", "name", file.Id, 0, file.FileName), session.OpenBytes(Tier.Identity, "file", "content", content.Id, content.Content));
        }, cancellation);

    /// <summary>Opens a door in an emergency, if the policy has one. Everybody on the case sees that it was opened.</summary>
    public Task<DateTimeOffset> OpenInEmergencyAsync(Actor actor, Purpose purpose, Guid caseId, Tier tier, string reason, TimeSpan length, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "case.break-glass", session =>
        {
            var (door, decision) = setting.Policy.OpenInEmergency(actor, purpose, tier, session.Scope, reason, length, session.At);
            if (door is null)
            {
                throw new DeskDenied(decision.StepUpWouldDo, decision);
            }

            var id = setting.Ids.Next();
            session.Context.Add(new EmergencyAccess { Id = id, CaseId = caseId, UserId = actor.UserId, Tier = tier, From = door.From, Until = door.Until, Reason = session.Seal(Tier.Facts, "emergency", "reason", id, 0, reason) });
            session.Scope = session.Scope with { BreakGlasses = [.. session.Scope.BreakGlasses, door] };
            session.Require(tier, AccessRight.Read);
            session.Record = ("emergency", id);
            return Task.FromResult(door.Until);
        }, cancellation);

    /// <summary>Notes and files tell who the person is and what happened: whoever may see only one of the two in full sees neither. Privileged ones are a tier of their own.</summary>
    private static void RequireWords(CaseSession session, Tier tier, AccessRight right)
    {
        if (tier != Tier.Privileged)
        {
            session.RequireInFull(Tier.Facts, right);
        }

        session.RequireInFull(tier, right);
    }

    /// <summary>Privileged records belong to the profession of whoever asks; the policy compares it with the actor's own.</summary>
    private static void ForProfession(CaseSession session, Tier tier)
    {
        if (tier == Tier.Privileged)
        {
            session.Scope = session.Scope with { Profession = session.Actor.Profession, Author = session.Actor.UserId };
        }
    }
}
