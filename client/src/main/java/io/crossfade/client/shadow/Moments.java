package io.crossfade.client.shadow;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How two points in time differ. */
final class Moments {
  private static final Duration LARGEST_OFFSET = Duration.ofHours(26);
  private static final Duration OFFSET_STEP = Duration.ofMinutes(15);
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofNanos(1_000),
          Duration.ofMillis(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofDays(1));

  private Moments() {}

  /** What has no zone is taken as UTC; null if it is no point in time. */
  static @Nullable Instant of(Object value) {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof ZonedDateTime time) {
      return time.toInstant();
    }
    if (value instanceof LocalDateTime time) {
      return time.toInstant(ZoneOffset.UTC);
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    return value instanceof java.sql.Timestamp time ? time.toInstant() : null;
  }

  static Kind kind(Instant primary, Instant candidate) {
    Duration apart = Duration.between(primary, candidate).abs();
    if (isCut(primary, candidate) || isCut(candidate, primary)) {
      return Kind.TRUNCATED;
    }
    if (apart.compareTo(LARGEST_OFFSET) <= 0 && isMultiple(apart, OFFSET_STEP)) {
      return Kind.TIME_ZONE;
    }
    return apart.compareTo(Duration.ofSeconds(1)) < 0 ? Kind.ROUNDED : Kind.OTHER;
  }

  private static boolean isCut(Instant fine, Instant coarse) {
    Duration since = Duration.between(Instant.EPOCH, coarse);
    Duration lost = Duration.between(coarse, fine);
    return !lost.isNegative()
        && UNITS.stream()
            .filter(unit -> isMultiple(since, unit))
            .anyMatch(unit -> lost.compareTo(unit) < 0 && !couldBeZone(lost));
  }

  /** A day is no coarser than an hour when exactly hours are missing. */
  private static boolean couldBeZone(Duration lost) {
    return !lost.isZero() && isMultiple(lost, OFFSET_STEP);
  }

  private static boolean isMultiple(Duration duration, Duration unit) {
    return duration.minus(unit.multipliedBy(duration.dividedBy(unit))).isZero();
  }
}
