package io.crossfade.engine.manifest;

import static io.crossfade.engine.manifest.ManifestBuilder.items;
import static io.crossfade.engine.manifest.ManifestBuilder.optionalText;
import static io.crossfade.engine.manifest.ManifestBuilder.scalar;
import static io.crossfade.engine.manifest.ManifestBuilder.text;

import io.crossfade.engine.StepName;
import io.crossfade.engine.calendar.Calendar;
import io.crossfade.engine.calendar.Freeze;
import io.crossfade.engine.calendar.Window;
import io.crossfade.model.ErrorCode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the calendar of a document that the schema has accepted. What no schema can see, such as a
/// day that no month has, is told and left out.
final class CalendarReading {
  private static final int DATE_LENGTH = "2026-12-20".length();

  private final Problems problems;

  CalendarReading(Problems problems) {
    this.problems = problems;
  }

  Calendar of(@Nullable YamlNode node) {
    if (!(node instanceof YamlNode.Fields fields)) {
      return Calendar.ALWAYS;
    }
    ZoneId zone = zone(scalar(Objects.requireNonNull(fields.get("timeZone"))));
    List<Window> windows =
        items(fields, "windows").stream()
            .map(YamlNode.Fields.class::cast)
            .map(this::window)
            .toList();
    List<Freeze> freezes =
        items(fields, "freezes").stream()
            .map(YamlNode.Fields.class::cast)
            .flatMap(freeze -> Stream.ofNullable(freeze(freeze)))
            .toList();
    Set<StepName> steps =
        texts(fields, "steps").map(CalendarReading::step).collect(Collectors.toSet());
    return new Calendar(zone, windows, freezes, steps.isEmpty() ? Calendar.USUAL_STEPS : steps);
  }

  /// By its name only: an offset would be wrong for half of the year.
  private ZoneId zone(YamlNode.Scalar node) {
    String name = Objects.requireNonNull(node.text());
    Collection<String> known = new TreeSet<>(ZoneId.getAvailableZoneIds());
    if (known.contains(name)) {
      return ZoneId.of(name);
    }
    report(node, "no time zone is called " + name, nearest(name, known));
    return Calendar.ALWAYS.zone();
  }

  /// Many write the city alone.
  private static String nearest(String written, Collection<String> known) {
    String city = "/" + written.toLowerCase(Locale.ROOT).replace(' ', '_');
    List<String> there =
        known.stream()
            .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city))
            .limit(1)
            .toList();
    return there.isEmpty()
        ? Nearest.suggestion(written, known)
        : "did you mean " + there.getFirst() + "?";
  }

  private Window window(YamlNode.Fields node) {
    String from = text(node, "from");
    String to = text(node, "to");
    if (from.equals(to)) {
      report(
          node,
          "a window from %s to %s never opens".formatted(from, to),
          "write from: \"00:00\", to: \"24:00\" for the whole day");
    }
    Set<DayOfWeek> days = texts(node, "days").map(CalendarReading::day).collect(Collectors.toSet());
    return new Window(
        days.isEmpty() ? Window.EVERY_DAY : days,
        LocalTime.parse(from),
        to.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(to));
  }

  private @Nullable Freeze freeze(YamlNode.Fields node) {
    YamlNode.Scalar end = node.get("to") instanceof YamlNode.Scalar scalar ? scalar : null;
    LocalDateTime from = moment(scalar(Objects.requireNonNull(node.get("from"))), 0);
    LocalDateTime until = end == null ? null : moment(end, 1);
    if (from == null || (end != null && until == null)) {
      return null;
    }
    if (until != null && end != null && !until.isAfter(from)) {
      report(
          end,
          "a freeze from %s to %s ends before it has begun"
              .formatted(text(node, "from"), end.text()),
          "turn them round; leave `to` out for a freeze without end");
    }
    String why = optionalText(node, "why");
    return new Freeze(from, until, why == null ? "" : why);
  }

  /// @param more days, where only a day is said
  private @Nullable LocalDateTime moment(YamlNode.Scalar node, int more) {
    String written = Objects.requireNonNull(node.text());
    try {
      return written.length() == DATE_LENGTH
          ? LocalDate.parse(written).plusDays(more).atStartOfDay()
          : LocalDateTime.parse(written);
    } catch (DateTimeException _) {
      report(
          node,
          "there is no " + written,
          "write a day as 2026-12-20, or a time as 2026-12-20T18:00");
      return null;
    }
  }

  private static Stream<String> texts(YamlNode.Fields node, String key) {
    return items(node, key).stream().map(item -> Objects.requireNonNull(scalar(item).text()));
  }

  private static DayOfWeek day(String spelled) {
    return Stream.of(DayOfWeek.values())
        .filter(day -> Window.spelled(day).equals(spelled))
        .findFirst()
        .orElseThrow();
  }

  private static StepName step(String spelled) {
    return Stream.of(StepName.values())
        .filter(step -> step.spelled().equals(spelled))
        .findFirst()
        .orElseThrow();
  }

  private void report(YamlNode at, String what, String mend) {
    problems.add(ErrorCode.MANIFEST_INVALID, at.at(), what, mend);
  }
}
