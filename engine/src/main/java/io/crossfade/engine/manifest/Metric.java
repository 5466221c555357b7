package io.crossfade.engine.manifest;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A number that is measured again and again.
public sealed interface Metric {

  /// One that Crossfade measures itself, or is told by the routers.
  enum Own implements Metric {
    /// How far the stream that applies is behind.
    LAG_MS,
    LAG_BYTES,
    /// How far the stream of the way back is behind.
    WAY_BACK_LAG_MS,
    WAY_BACK_LAG_BYTES,
    /// Rows that are known to differ.
    DRIFT,
    /// Rows that changed too often to be judged.
    UNSETTLED,
    /// Columns, indexes and constraints of the side that follows that are not what they should be.
    SCHEMA,
    /// The share of the tables that have a verdict which holds.
    COMPARED,
    /// The share of the compared rows that are equal.
    AGREEMENT,
    /// Rows that are copied now.
    ROWS_PER_SECOND,
    /// Changes that are applied now, of both streams.
    CHANGES_PER_SECOND,
    /// Streams that wait for a row which the other side refuses.
    REFUSED_ROWS,
    /// How long a small durable transaction of ours takes.
    SOURCE_LATENCY_MS,
    TARGET_LATENCY_MS,
    /// The share of the applications' transactions that failed, as the routers tell.
    ERROR_RATE,
    /// How long the applications' transactions take on average, as the routers tell.
    TRANSACTION_MS,
    TRANSACTIONS_PER_SECOND,
    /// Dual writes that have not arrived on the other side, as the routers tell.
    LEDGER,
    /// Answers of the two sides that differ, as the routers tell that are alive.
    MISMATCHES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// The answer to an instant query.
  ///
  /// @param url of the server, without `/api`
  /// @param token for its reverse proxy; null where it asks for none
  record Prometheus(String url, String query, @Nullable SecretReference token, Duration timeout)
      implements Metric {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    @Override
    public String toString() {
      return "prometheus " + query;
    }
  }
}
