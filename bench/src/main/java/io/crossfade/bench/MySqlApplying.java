package io.crossfade.bench;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.List;
import java.util.Locale;

/// One stream of a MariaDB server, applied to one target again and again.
final class MySqlApplying {
  private static final List<String> TABLES = List.of("wide_1", "wide_2", "account", "history");

  /// Where changes are applied.
  sealed interface Target {
    String name();

    Endpoint endpoint();

    void empty() throws Exception;

    String one(String sql) throws Exception;

    TableMapping mapping(Ours ours, Table from);
  }

  record MariaDb(MySqlSite site) implements Target {
    @Override
    public String name() {
      return "to MariaDB";
    }

    @Override
    public Endpoint endpoint() {
      return site.endpoint();
    }

    @Override
    public void empty() throws Exception {
      String database = site.database();
      new MySqlSite(site.server(), "mysql")
          .sql(
              "DROP DATABASE IF EXISTS crossfade",
              "DROP DATABASE IF EXISTS " + database,
              "CREATE DATABASE " + database);
    }

    @Override
    public String one(String sql) throws Exception {
      return String.join("", site.rows(sql));
    }

    @Override
    public TableMapping mapping(Ours ours, Table from) {
      return TableMapping.identity(from);
    }
  }

  record Postgres(Site site) implements Target {
    @Override
    public String name() {
      return "to PostgreSQL";
    }

    @Override
    public Endpoint endpoint() {
      return site.endpoint();
    }

    @Override
    public void empty() throws Exception {
      Servers.make(site, "template0");
    }

    @Override
    public String one(String sql) throws Exception {
      return site.one(sql);
    }

    @Override
    public TableMapping mapping(Ours ours, Table from) {
      return MySqlRows.mapping(ours.source().catalog(), ours.target().catalog(), from);
    }
  }

  private final MySqlSite source;
  private final Target target;
  private final String kind;

  MySqlApplying(MySqlSite source, Target target, String kind) {
    this.source = source;
    this.target = target;
    this.kind = kind;
  }

  String name() {
    return target.name();
  }

  /// From now on, for that round.
  void retain(int round) throws Exception {
    if (round == 0) {
      target.empty();
    }
    try (Ours ours = open(round)) {
      ours.retain(TABLES);
    }
  }

  Contestant contestant() {
    return new Contestant(name(), this::prepare, this::apply, round -> check());
  }

  private void prepare(int round) throws Exception {
    target.empty();
    try (Ours ours = open(round)) {
      Mapping mapping = mapping(ours);
      ours.prepare(mapping);
      ours.begin(mapping);
    }
  }

  private void apply(int round) throws Exception {
    try (Ours ours = open(round);
        Following following = ours.follow(mapping(ours))) {
      following.catchUp();
    }
  }

  /// What the stream has told since it began for this kind is there.
  private void check() throws Exception {
    List<String> sums =
        kind.equals("SMALL")
            ? List.of(
                "SELECT sum(balance) FROM account", "SELECT sum(amount) + count(*) FROM history")
            : List.of(
                "SELECT sum(id) + sum(n) FROM wide_1", "SELECT count(*) + sum(big) FROM wide_2");
    for (String sum : sums) {
      String there = String.join("", source.rows(sum));
      String here = target.one(sum);
      if (!there.equals(here)) {
        throw new IllegalStateException(
            "%s: %s is %s instead of %s".formatted(name(), sum, here, there));
      }
    }
  }

  private Mapping mapping(Ours ours) {
    return new Mapping(
        Direction.FORWARD,
        ours.tables(TABLES).stream().map(table -> target.mapping(ours, table)).toList());
  }

  private Ours open(int round) {
    String where = name().substring("to ".length());
    String migration = "apply_%s_%s_%d".formatted(kind, where, round).toLowerCase(Locale.ROOT);
    return Ours.open(migration, source.endpoint(), target.endpoint());
  }
}
