package io.crossfade.demo;

import io.crossfade.demo.judge.DumpVerdict;
import io.crossfade.demo.judge.Judge;
import io.crossfade.demo.judge.ValueComparison;
import io.crossfade.demo.load.Databases;
import io.crossfade.demo.shop.Shop;
import io.crossfade.demo.shop.ShopManifest;
import io.crossfade.demo.shop.Size;
import io.crossfade.demo.stage.From;
import io.crossfade.model.Side;
import java.sql.SQLException;
import java.util.List;

/// The sample shop on MySQL or MariaDB.
///
/// @param from one of the two
record ShopElsewhere(Size size, From from) implements Subject {

  @Override
  public String migration() {
    return ShopManifest.MIGRATION;
  }

  @Override
  public String name() {
    return ShopInUse.name(size);
  }

  @Override
  public void build(String url) throws SQLException {
    new Shop(url, size).build();
  }

  @Override
  public String manifest(String source, String target) {
    return ShopManifest.fromMySql(source, target);
  }

  @Override
  public List<String> workload() {
    return List.of("--size", size.toString());
  }

  @Override
  public String drill() {
    return "UPDATE shop.products SET name = concat(name, '!') WHERE id = 7";
  }

  @Override
  public Judge judge(String url, Side written) {
    return new Judge(url, written, size);
  }

  @Override
  public DumpVerdict compare(Databases databases) throws SQLException {
    return new ValueComparison(databases.source(), databases.target()).compare();
  }
}
