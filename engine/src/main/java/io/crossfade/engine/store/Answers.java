package io.crossfade.engine.store;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What was answered to requests that have a key of their own, for all servers on this store, for a
/// day. It never waits for a store that is away.
public final class Answers {
  private static final String FORGET =
      "delete from answer where began < current_timestamp - interval '24' hour";
  private static final String BEGIN =
      """
      insert into answer (request_key, request, worker, began, renewed)
      values (:key, :request, :worker, current_timestamp, current_timestamp)\
      """;

  private static final String SELECT =
      """
      select request, status, content_type, body,
        case when renewed < current_timestamp - interval '15' second then 1 else 0 end as silent
      from answer where request_key = :key\
      """;

  private static final String RENEW =
      "update answer set renewed = current_timestamp where request_key in (<keys>) and worker = :worker and status = 0";
  private static final String KEEP =
      """
      update answer set status = :status, content_type = :type, body = :body
      where request_key = :key and worker = :worker\
      """;
  private static final String DROP =
      "delete from answer where request_key = :key and worker = :worker and status = 0";

  private final StoreDatabase database;
  private final String worker = UUID.randomUUID().toString();

  Answers(StoreDatabase database) {
    this.database = database;
  }

  /// What is known of a request with this key.
  public sealed interface Known {
    /// Nobody works on it but us, who have just begun.
    record Begun() implements Known {}

    /// Somebody is at it.
    record UnderWay() implements Known {}

    /// Whoever was at it is not heard of any more, and nobody knows what came of it.
    record Abandoned() implements Known {}

    record Answered(int status, String contentType, String body) implements Known {}

    /// The key belongs to a request that asks for something else.
    record Other() implements Known {}
  }

  /// @param key who asks and the key that was given, as one text of 64 letters at most
  /// @param request what is asked for, likewise
  public Known begin(String key, String request) {
    database.call(h -> h.execute(FORGET));
    Map<String, String> values = Map.of("key", key, "request", request, "worker", worker);
    if (database.insert(BEGIN, values)) {
      return new Known.Begun();
    }
    return known(key, request);
  }

  private Known known(String key, String request) {
    Optional<Known> known =
        database.call(h ->
            h.createQuery(SELECT)
                .bind("key", key)
                .<Known>map((row, _) -> {
                  if (!row.getString("request").equals(request)) {
                    return new Known.Other();
                  }
                  int status = row.getInt("status");
                  if (status != 0) {
                    return new Known.Answered(
                        status, row.getString("content_type"), row.getString("body"));
                  }
                  return row.getInt("silent") == 0 ? new Known.UnderWay() : new Known.Abandoned();
                })
                .findOne());
    // dropped in this moment: whoever asks once more begins it
    return known.orElseGet(Known.UnderWay::new);
  }

  /// Says that we still work on these, which we have begun and not answered.
  public void renew(Collection<String> keys) {
    if (!keys.isEmpty()) {
      int _ =
          database.call(
              h -> h.createUpdate(RENEW).bindList("keys", keys).bind("worker", worker).execute());
    }
  }

  /// From now on this is the answer to whoever asks with this key.
  public void keep(String key, Known.Answered answer) {
    int _ =
        database.call(h ->
            h.createUpdate(KEEP)
                .bind("key", key)
                .bind("worker", worker)
                .bind("status", answer.status())
                .bind("type", answer.contentType())
                .bind("body", answer.body())
                .execute());
  }

  /// Nothing came of it: the same request may be tried again.
  public void drop(String key) {
    int _ =
        database.call(h -> h.createUpdate(DROP).bind("key", key).bind("worker", worker).execute());
  }
}
