package io.crossfade.demo;

import io.crossfade.demo.judge.DumpComparison;
import io.crossfade.demo.judge.DumpVerdict;
import io.crossfade.demo.judge.Judge;
import io.crossfade.demo.load.Databases;
import io.crossfade.demo.shop.Shop;
import io.crossfade.demo.shop.ShopManifest;
import io.crossfade.demo.shop.Size;
import io.crossfade.engine.Figures;
import io.crossfade.model.Side;
import java.sql.SQLException;
import java.util.List;

/// The sample shop: its customers know each of its tables.
///
/// @param throughGateway whether they come by a plain driver; then its schema stays as it is
record ShopInUse(Size size, Upkeep upkeep, boolean throughGateway) implements Subject {

  @Override
  public String migration() {
    return ShopManifest.MIGRATION;
  }

  @Override
  public String name() {
    String shop = name(size);
    if (throughGateway) {
      return shop + ", through the gateway";
    }
    return upkeep == Upkeep.CDC ? shop : shop + ", " + upkeep;
  }

  /// A shop of that size.
  static String name(Size size) {
    return "%s shop, %s rows".formatted(size, Figures.count(size.total()));
  }

  @Override
  public void build(String url) throws SQLException {
    new Shop(url, size).build();
  }

  @Override
  public String manifest(String source, String target) {
    return throughGateway
        ? ShopManifest.unchanged(source, target)
        : ShopManifest.text(source, target) + "strategy: %s\n".formatted(upkeep);
  }

  @Override
  public List<String> workload() {
    return upkeep == Upkeep.DUAL_WRITE
        ? List.of("--size", size.toString(), "--mirrored")
        : List.of("--size", size.toString());
  }

  @Override
  public Upkeep upkeep() {
    return upkeep;
  }

  @Override
  public String drill() {
    return "UPDATE public.products SET name = name || '!' WHERE id = 7";
  }

  @Override
  public Judge judge(String url, Side written) {
    return new Judge(url, throughGateway ? Side.SOURCE : written, size);
  }

  @Override
  public DumpVerdict compare(Databases databases) throws SQLException {
    DumpComparison comparison =
        throughGateway
            ? DumpComparison.ofOneSchema(databases.source(), databases.target())
            : new DumpComparison(databases.source(), databases.target());
    return comparison.compare();
  }
}
