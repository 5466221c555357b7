package io.crossfade.server.pages;

import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a migration is doing, for people who have no account: no host, no table, no error's words.
public final class SharePage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final List<Part> PARTS =
      List.of(
          new Part(Phase.PREPARED, "Both databases are checked"),
          new Part(Phase.BACKFILLED, "The data is copied"),
          new Part(Phase.FOLLOWING, "The new database follows the old one"),
          new Part(Phase.FINISHED, "Indexes and rules are in place"),
          new Part(Phase.VERIFIED, "Both sides were compared and are the same"),
          new Part(Phase.CUT_OVER, "The new database is in use; the way back is open"),
          new Part(Phase.CLEANED, "Done"));

  /// Something that has to be reached.
  private record Part(Phase phase, String text) {}

  private SharePage() {}

  /// @param since when it came to its phase; null where nothing has happened
  public static String of(Status status, @Nullable Instant since, Instant now) {
    Phase phase = status.where().phase();
    Sheet sheet =
        new Sheet(
            "Migration " + status.where().migration(),
            "<meta http-equiv=\"refresh\" content=\"30\">");
    sheet.element("p", "now", headline(status));
    if (since != null) {
      sheet.paragraph("Since " + TIME.format(since) + ".");
    }
    if (phase == Phase.PREPARED && status.copy().totalRows() > 0) {
      copying(sheet, status.copy(), now);
    }
    sheet.section("The way");
    for (Part part : PARTS) {
      boolean reached = reached(phase, part.phase());
      sheet.element("p", reached ? "" : "later", (reached ? "\u2713 " : "\u2013 ") + part.text());
    }
    return sheet
        .paragraph("As of %s. This page asks again every 30 seconds.".formatted(TIME.format(now)))
        .html();
  }

  private static String headline(Status status) {
    Phase phase = status.where().phase();
    return switch (phase) {
      case CLEANED -> "Done: the new database is in use.";
      case ABORTED -> "Ended: the old database stays in use, as before.";
      case ROLLED_BACK -> "The old database is in use again.";
      case NEW, PREPARED, BACKFILLED, FOLLOWING, FINISHED, VERIFIED, READS_SHIFTED, CUT_OVER ->
          state(status);
    };
  }

  private static String state(Status status) {
    if (status.outlook().paused() != null) {
      return "Paused by the team.";
    }
    if (status.outlook().lastError() != null) {
      return "Something needs the team's attention. The service itself goes on.";
    }
    if (status.outlook().closed() != null) {
      return "Waiting for the agreed time window.";
    }
    return status.outlook().waitsFor() != null ? "Waiting for the team's next step." : "Under way.";
  }

  private static void copying(Sheet sheet, Status.Copying copy, Instant now) {
    double share = Math.clamp((double) copy.rows() / copy.totalRows(), 0, 1);
    sheet.progress(share);
    String end =
        copy.etaSeconds() == null
            ? ""
            : ", probably until " + TIME.format(now.plus(Duration.ofSeconds(copy.etaSeconds())));
    sheet.paragraph("About %d %% of the data is copied%s.".formatted(Math.round(share * 100), end));
  }

  private static boolean reached(Phase now, Phase part) {
    return switch (now) {
      case ABORTED -> false;
      case ROLLED_BACK -> part.compareTo(Phase.VERIFIED) <= 0;
      case NEW,
          PREPARED,
          BACKFILLED,
          FOLLOWING,
          FINISHED,
          VERIFIED,
          READS_SHIFTED,
          CUT_OVER,
          CLEANED ->
          part.compareTo(now) <= 0;
    };
  }
}
