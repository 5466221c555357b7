package io.crossfade.demo;

import io.crossfade.demo.judge.DumpVerdict;
import io.crossfade.demo.judge.Judge;
import io.crossfade.demo.load.Databases;
import io.crossfade.demo.shop.Size;
import io.crossfade.demo.stage.From;
import io.crossfade.model.Side;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/// What is moved while it is in use.
public interface Subject {

  /// The sample shop, as customers of their own use it by the client library.
  static Subject shop(Size size, From from) {
    return from == From.POSTGRESQL
        ? new ShopInUse(size, Upkeep.CDC, false)
        : new ShopElsewhere(size, from);
  }

  /// The name of its migration.
  String migration();

  /// What it is, in a few words.
  String name();

  /// Makes it in an empty database.
  void build(String url) throws SQLException, IOException;

  /// The manifest's text.
  ///
  /// @param source JDBC URL without credentials
  /// @param target JDBC URL without credentials
  String manifest(String source, String target);

  /// What the workload has to know of it, as arguments.
  List<String> workload();

  /// How both sides are kept equal.
  default Upkeep upkeep() {
    return Upkeep.CDC;
  }

  /// What it leaves.
  default From from() {
    return From.POSTGRESQL;
  }

  /// Whether its users come through a gateway: then both sides have to understand the same words.
  default boolean throughGateway() {
    return false;
  }

  /// What changes one row that the workload leaves alone, on either side.
  String drill();

  /// Who holds the workload's record against the side that was written last.
  Judge judge(String url, Side written);

  /// Compares both databases, when nobody writes any more and everything is applied.
  DumpVerdict compare(Databases databases) throws SQLException;
}
