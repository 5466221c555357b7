package io.crossfade.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.NamedKinds;
import io.crossfade.servers.SharedPostgres;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Computed values are compared with what the database gives for the same column, as text: a single
 * digit printed otherwise would be reported as drift.
 */
class CanonicalTextIT {
  private static final int VALUES = 3000;
  private final Random random = new Random(42);

  @Test
  void printsDoublesAsTheDatabaseDoes() throws SQLException {
    agrees("double precision", () -> Double.longBitsToDouble(random.nextLong()));
    agrees("double precision", () -> (double) random.nextInt());
    agrees("double precision", () -> random.nextInt(1_000_000) / 1000.0);
    agrees("double precision", () -> Math.scalb(1.0, random.nextInt(2000) - 1000));
  }

  @Test
  void printsSinglesAsTheDatabaseDoes() throws SQLException {
    agrees("real", () -> (double) Float.intBitsToFloat(random.nextInt()));
    agrees("real", () -> random.nextInt(100_000) / 100.0);
  }

  @Test
  void printsDecimalsAsTheDatabaseDoes() throws SQLException {
    agrees("numeric", this::decimal);
    agrees("numeric(30,4)", this::decimal);
    agrees("numeric(30)", this::decimal);
  }

  private Decimal decimal() {
    return new Decimal(new BigDecimal(new BigInteger(60, random), random.nextInt(12) - 2).negate());
  }

  @Test
  void printsTimesAsTheDatabaseDoes() throws SQLException {
    for (String type :
        List.of(
            "date", "timestamp", "timestamp(3)", "timestamptz", "timestamp(0) with time zone")) {
      agrees(type, this::instant);
    }
  }

  private Instant instant() {
    long micros =
        Math.floorMod(random.nextLong(), 200_000_000_000L * 1_000_000)
            - 50_000_000_000L * 1_000_000;
    return Instant.EPOCH
        .plusSeconds(Math.floorDiv(micros, 1_000_000L))
        .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
  }

  /** What we print, the database prints again in the same way. */
  private static void agrees(String type, Supplier<Object> values) throws SQLException {
    List<String> ours = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      ours.add(CanonicalText.print(values.get(), NamedKinds.of(type)));
    }
    try (Connection connection = DriverManager.getConnection(SharedPostgres.newDatabase(18));
        Statement settings = connection.createStatement()) {
      settings.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 3");
      List<String> theirs = read(connection, type, ours);
      assertThat(theirs).hasSize(VALUES);
      assertThat(IntStream.range(0, VALUES).filter(i -> !ours.get(i).equals(theirs.get(i))))
          .extracting(i -> type + ": ours " + ours.get(i) + ", theirs " + theirs.get(i))
          .isEmpty();
    }
  }

  private static List<String> read(Connection connection, String type, List<String> texts)
      throws SQLException {
    List<String> theirs = new ArrayList<>();
    String sql =
        "SELECT v::" + type + "::text FROM unnest(?) WITH ORDINALITY AS t (v, n) ORDER BY n";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", texts.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          theirs.add(rows.getString(1));
        }
      }
    }
    return theirs;
  }
}
