package io.crossfade.demo.judge;

import io.crossfade.demo.record.Attempt;
import io.crossfade.demo.record.Effect.Cell;
import io.crossfade.demo.record.Effect.Counter;
import io.crossfade.demo.record.Effect.Referenced;
import io.crossfade.demo.record.Status;
import io.crossfade.demo.shop.Size;
import io.crossfade.demo.vendor.Vendor;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// Holds the workload's record against a database: plain JDBC, and none of the engine's code.
public final class Judge {
  private static final String WITNESSES =
      "SELECT content, count(*) FROM events WHERE kind = 'load' GROUP BY content";

  private final String url;
  private final Side side;
  private final Size size;
  private final Function<Map<String, Long>, List<Check>> checks;

  public Judge(String url, Side side, Size size) {
    this(url, side, size, Judge::ofTheShop);
  }

  private Judge(String url, Side side, Size size, Function<Map<String, Long>, List<Check>> checks) {
    this.url = url;
    this.side = side;
    this.size = size;
    this.checks = checks;
  }

  /// Where the tables are somebody else's: whether each transaction happened, once.
  public static Judge ofWitnesses(String url, Side side) {
    return new Judge(url, side, Size.SMALL, witnesses -> List.of(new WitnessCheck(witnesses)));
  }

  /// Looks at everything in one snapshot.
  public Judgement judge(List<Attempt> attempts) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Statement statement = connection.createStatement()) {
        for (String setting : Vendor.of(url).beforeJudging()) {
          statement.execute(setting);
        }
      }
      return judge(attempts, connection);
    }
  }

  private Judgement judge(List<Attempt> attempts, Connection connection) throws SQLException {
    Evidence all = new Evidence(connection, Names.of(side), size, List.of());
    Map<String, Long> witnesses = new HashMap<>();
    all.pairs(WITNESSES).forEach((tag, count) -> witnesses.put(tag, Long.valueOf(count)));

    // A transaction without a certain end has happened if its witness is there; then everything
    // else of it must be there too.
    Predicate<Attempt> witnessed = a -> witnesses.containsKey(a.tag());
    List<Attempt> happened =
        attempts.stream()
            .filter(a -> a.status() == Status.ACK || (a.isOpen() && witnessed.test(a)))
            .toList();
    Evidence evidence = new Evidence(connection, Names.of(side), size, happened);
    Findings findings = new Findings();
    for (Check check : checks.apply(witnesses)) {
      check.run(evidence, findings);
    }
    List<Attempt> open =
        attempts.stream().filter(a -> a.isOpen() && !a.effects().isEmpty()).toList();
    long didHappen = open.stream().filter(witnessed).count();
    return new Judgement(attempts.size(), didHappen, open.size() - didHappen, findings.all());
  }

  private static List<Check> ofTheShop(Map<String, Long> witnesses) {
    List<Check> checks = new ArrayList<>();
    checks.add(new WitnessCheck(witnesses));
    for (Referenced table : Referenced.values()) {
      checks.add(new ReferenceCheck(table));
    }
    checks.add(new OrderCheck());
    for (Counter counter : Counter.values()) {
      checks.add(new CounterCheck(counter));
    }
    checks.add(new CartCheck());
    checks.add(new CodeCheck());
    for (Cell cell : Cell.values()) {
      checks.add(new ValueCheck(cell));
    }
    checks.add(new OldRowsCheck());
    return checks;
  }
}
