package io.crossfade.client.shadow;

import io.crossfade.model.MismatchGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mismatches, grouped by what they have in common. An answer that differs in two ways is in two
 * groups, so that one bug does not hide another. Both groups and samples are bounded.
 */
public final class Mismatches {
  /** The group of all that found no group of their own any more. */
  public static final String THE_REST = "other causes, beyond the " + Mismatches.MOST_GROUPS;

  static final int MOST_GROUPS = 200;
  private static final int MOST_SAMPLES = 10;

  private final Redaction redaction;
  private final Map<Cause, Group> groups = new LinkedHashMap<>();

  Mismatches(Redaction redaction) {
    this.redaction = redaction;
  }

  private record Cause(String experiment, String cause) {}

  /** One of a group, redacted by rule. */
  public record Sample(long at, String key, String primary, String candidate) {}

  void add(String experiment, String key, List<Difference> differences) {
    long now = System.currentTimeMillis();
    String shownKey = redaction.key(experiment, key);
    Set<String> seen = new LinkedHashSet<>();
    for (Difference difference : differences) {
      if (seen.add(difference.cause())) {
        add(
            new Cause(experiment, difference.cause()),
            new Sample(
                now,
                shownKey,
                redaction.value(difference.path(), difference.primary()),
                redaction.value(difference.path(), difference.candidate())));
      }
    }
  }

  private synchronized void add(Cause cause, Sample sample) {
    Group group = groups.get(cause);
    if (group == null) {
      Cause kept = groups.size() < MOST_GROUPS ? cause : new Cause(cause.experiment(), THE_REST);
      group = groups.computeIfAbsent(kept, k -> new Group(sample.at()));
    }
    group.add(sample);
  }

  /** All groups, the largest first. */
  public synchronized List<MismatchGroup> groups() {
    List<MismatchGroup> all = new ArrayList<>();
    groups.forEach((cause, group) -> all.add(group.told(cause)));
    all.sort(Comparator.comparingLong(MismatchGroup::count).reversed());
    return all;
  }

  /** The newest of a group, the newest last; empty if there is no such group. */
  public synchronized List<Sample> samples(String experiment, String cause) {
    Group group = groups.get(new Cause(experiment, cause));
    return group == null ? List.of() : List.copyOf(group.samples);
  }

  /** Forgets all groups, as after a bug was mended. */
  public synchronized void clear() {
    groups.clear();
  }

  private static final class Group {
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final long firstAt;
    private long count;

    Group(long firstAt) {
      this.firstAt = firstAt;
    }

    void add(Sample sample) {
      count++;
      samples.addLast(sample);
      if (samples.size() > MOST_SAMPLES) {
        samples.removeFirst();
      }
    }

    MismatchGroup told(Cause cause) {
      Sample newest = samples.getLast();
      return new MismatchGroup(
          cause.experiment(),
          cause.cause(),
          count,
          firstAt,
          newest.at(),
          newest.key(),
          newest.primary(),
          newest.candidate());
    }
  }
}
