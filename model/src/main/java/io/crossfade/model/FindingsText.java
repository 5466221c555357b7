package io.crossfade.model;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;

/**
 * {@link RouterFindings} in the format of {@link Properties}, as routers send them. Entries,
 * groups, sessions and texts are cut, so that it stays small; numbers never.
 */
public final class FindingsText {
  /** How many entries, groups and sessions are sent at most, of each. */
  public static final int MOST = 100;

  private static final int LONGEST = 300;
  private static final String LEDGER = "ledger.";
  private static final String ENTRY = "entry.";
  private static final String MISMATCH = "mismatch.";
  private static final String PINNED = "pinned.";

  private final Properties properties;

  private FindingsText(Properties properties) {
    this.properties = properties;
  }

  public static String write(RouterFindings findings) {
    FindingsText text = new FindingsText(new Properties());
    for (int i = 0; i < findings.ledger().size(); i++) {
      LedgerCount count = findings.ledger().get(i);
      text.put(LEDGER + i + ".store", count.store());
      text.put(LEDGER + i + ".pending", count.pending());
      text.put(LEDGER + i + ".apart", count.apart());
      text.put(LEDGER + i + ".oldestMillis", count.oldestMillis());
      text.put(LEDGER + i + ".mirrored", count.mirrored());
      text.put(LEDGER + i + ".diverged", count.diverged());
    }
    for (int i = 0; i < Math.min(MOST, findings.entries().size()); i++) {
      LedgerEntry entry = findings.entries().get(i);
      text.put(ENTRY + i + ".store", entry.store());
      text.put(ENTRY + i + ".key", entry.key());
      text.put(ENTRY + i + ".from", entry.from());
      text.put(ENTRY + i + ".apart", entry.apart());
      text.put(ENTRY + i + ".attempts", entry.attempts());
      text.put(ENTRY + i + ".since", entry.since());
      text.put(ENTRY + i + ".error", entry.error());
    }
    for (int i = 0; i < Math.min(MOST, findings.mismatches().size()); i++) {
      MismatchGroup group = findings.mismatches().get(i);
      text.put(MISMATCH + i + ".experiment", group.experiment());
      text.put(MISMATCH + i + ".cause", group.cause());
      text.put(MISMATCH + i + ".count", group.count());
      text.put(MISMATCH + i + ".firstAt", group.firstAt());
      text.put(MISMATCH + i + ".lastAt", group.lastAt());
      text.put(MISMATCH + i + ".key", group.key());
      text.put(MISMATCH + i + ".primary", group.primary());
      text.put(MISMATCH + i + ".candidate", group.candidate());
    }
    for (int i = 0; i < Math.min(MOST, findings.pinned().size()); i++) {
      PinnedSession pinned = findings.pinned().get(i);
      text.put(PINNED + i + ".session", pinned.session());
      text.put(PINNED + i + ".by", pinned.by());
    }
    return text.toString();
  }

  /**
   * Unknown keys are left alone.
   *
   * @throws IllegalArgumentException where it says nothing of the kind
   */
  public static RouterFindings parse(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FindingsText read = new FindingsText(properties);
    return new RouterFindings(
        read.all(LEDGER, ".store", read::ledger),
        read.all(ENTRY, ".store", read::entry),
        read.all(MISMATCH, ".cause", read::mismatch),
        read.all(PINNED, ".session", read::pinned));
  }

  private LedgerCount ledger(String at) {
    return new LedgerCount(
        text(at, ".store"),
        number(at, ".pending"),
        number(at, ".apart"),
        number(at, ".oldestMillis"),
        number(at, ".mirrored"),
        number(at, ".diverged"));
  }

  private LedgerEntry entry(String at) {
    return new LedgerEntry(
        text(at, ".store"),
        text(at, ".key"),
        Side.valueOf(text(at, ".from")),
        Boolean.parseBoolean(text(at, ".apart")),
        (int) number(at, ".attempts"),
        number(at, ".since"),
        text(at, ".error"));
  }

  private MismatchGroup mismatch(String at) {
    return new MismatchGroup(
        text(at, ".experiment"),
        text(at, ".cause"),
        number(at, ".count"),
        number(at, ".firstAt"),
        number(at, ".lastAt"),
        text(at, ".key"),
        text(at, ".primary"),
        text(at, ".candidate"));
  }

  private PinnedSession pinned(String at) {
    return new PinnedSession(text(at, ".session"), text(at, ".by"));
  }

  /** Those that are numbered from 0 on without a gap. */
  private <T> List<T> all(String kind, String first, Function<String, T> one) {
    List<T> all = new ArrayList<>();
    while (properties.containsKey(kind + all.size() + first)) {
      all.add(one.apply(kind + all.size()));
    }
    return all;
  }

  private String text(String at, String field) {
    String value = properties.getProperty(at + field);
    if (value == null) {
      throw new IllegalArgumentException(at + field + " is missing");
    }
    return value;
  }

  private long number(String at, String field) {
    return Long.parseLong(text(at, field));
  }

  private void put(String key, Object value) {
    String text = value.toString();
    boolean isLong = text.length() > LONGEST;
    properties.setProperty(key, isLong ? text.substring(0, LONGEST - 1) + "…" : text);
  }

  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
