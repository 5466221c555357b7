package io.crossfade.engine.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How far each channel has told people of each migration, so that whoever goes on neither leaves
/// anything out nor tells it all again. Of several processes one tells: it says so first.
public final class MessageCursors {
  private static final String KNOWN = "";
  private static final String INSERT =
      """
      insert into message_cursor (channel, migration, seq, holder, since)
      values (:channel, :migration, :seq, '', current_timestamp)\
      """;
  private static final String SELECT =
      "select migration, seq from message_cursor where channel = :channel and migration <> ''";
  private static final String CLAIM =
      """
      update message_cursor set holder = :holder, since = current_timestamp
      where channel = :channel and migration = :migration and seq = :seq
        and (holder in ('', :holder) or since < current_timestamp - interval '60' second)\
      """;
  private static final String ADVANCE =
      """
      update message_cursor set seq = :next, since = current_timestamp
      where channel = :channel and migration = :migration and seq = :seq and holder = :holder\
      """;
  private static final String RELEASE =
      "update message_cursor set holder = '' where channel = :channel and holder = :holder";

  private final StoreDatabase database;

  MessageCursors(StoreDatabase database) {
    this.database = database;
  }

  /// A channel that nobody knows yet begins with what happens from now on.
  ///
  /// @param newest the number of the newest event of each migration
  public void introduce(String channel, Map<String, Long> newest) {
    if (isKnown(channel)) {
      return;
    }
    newest.forEach((migration, seq) -> {
      var _ = insert(channel, migration, seq);
    });
    var _ = insert(channel, KNOWN, 0);
  }

  /// The number of the last event that was told, of each migration; none where nothing was.
  public Map<String, Long> of(String channel) {
    Map<String, Long> told = new HashMap<>();
    database
        .call(h ->
            h.createQuery(SELECT)
                .bind("channel", channel)
                .map((row, _) -> Map.entry(row.getString("migration"), row.getLong("seq")))
                .list())
        .forEach(entry -> told.put(entry.getKey(), entry.getValue()));
    return told;
  }

  /// Whether it is up to us to tell what comes after this event. It is for a minute, and from each
  /// such question on.
  public boolean claim(String channel, String migration, long seq, String holder) {
    Map<String, Object> values =
        Map.of("channel", channel, "migration", migration, "seq", seq, "holder", holder);
    if (update(CLAIM, values)) {
      return true;
    }
    return seq == 0 && insert(channel, migration, 0) && update(CLAIM, values);
  }

  /// What comes up to `next` was told.
  ///
  /// @return false where another process has told it meanwhile, for we took too long
  public boolean advance(String channel, String migration, long seq, long next, String holder) {
    return update(
        ADVANCE,
        Map.of(
            "channel",
            channel,
            "migration",
            migration,
            "seq",
            seq,
            "next",
            next,
            "holder",
            holder));
  }

  /// Others need not wait for us.
  public void release(String channel, String holder) {
    var _ = update(RELEASE, Map.of("channel", channel, "holder", holder));
  }

  private boolean isKnown(String channel) {
    List<Integer> found =
        database.call(h ->
            h.createQuery(
                    "select 1 from message_cursor where channel = :channel and migration = ''")
                .bind("channel", channel)
                .mapTo(Integer.class)
                .list());
    return !found.isEmpty();
  }

  /// @return false where there is such a row
  private boolean insert(String channel, String migration, long seq) {
    return database.insert(INSERT, Map.of("channel", channel, "migration", migration, "seq", seq));
  }

  private boolean update(String sql, Map<String, ?> values) {
    return database.call(h -> h.createUpdate(sql).bindMap(values).execute()) > 0;
  }
}
