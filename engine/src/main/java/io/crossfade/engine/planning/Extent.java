package io.crossfade.engine.planning;

import io.crossfade.connector.Database;
import io.crossfade.connector.Size;
import io.crossfade.engine.Control;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.model.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much there is to move, and about how long it takes. The pace is assumed, not measured: about
/// a fifth of what two cores did without other load, for databases that have other work.
///
/// @param rowsPerSecond the manifest's limit; null where there is none
public record Extent(Map<TableName, Size> sizes, @Nullable Long rowsPerSecond) {
  private static final long MEGABYTE = 1 << 20;
  private static final long COPIED = 20 * MEGABYTE;
  private static final long BUILT = 20 * MEGABYTE;
  private static final long COMPARED = 50 * MEGABYTE;

  public static Extent of(Manifest manifest, MappingPlan mappings, Database source) {
    Long limit = lower(manifest.copy().rowsPerSecond(), manifest.throttle().rowsPerSecond());
    return new Extent(source.catalog().sizes(mappings.sourceTables()), limit);
  }

  private static @Nullable Long lower(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one < other ? one : other;
  }

  Size of(TableName table) {
    return sizes.getOrDefault(table, new Size(-1, 0, 0));
  }

  Control.Estimate copying() {
    return estimate(bytes(), COPIED);
  }

  Control.Estimate comparing() {
    return estimate(bytes(), COMPARED);
  }

  /// Other limits than that of rows: rows are not touched.
  Control.Estimate building() {
    long bytes = sizes.values().stream().mapToLong(Size::indexBytes).sum();
    return new Control.Estimate(rows(), bytes, seconds(bytes, BUILT), BUILT);
  }

  private Control.Estimate estimate(long bytes, long pace) {
    long limited = rowsPerSecond == null ? 0 : seconds(rows(), rowsPerSecond);
    return new Control.Estimate(rows(), bytes, Math.max(limited, seconds(bytes, pace)), pace);
  }

  private static long seconds(long amount, long perSecond) {
    return amount <= 0 ? 0 : 1 + amount / perSecond;
  }

  private long bytes() {
    return sizes.values().stream().mapToLong(Size::bytes).sum();
  }

  private long rows() {
    return sizes.values().stream().anyMatch(size -> size.rows() < 0)
        ? -1
        : sizes.values().stream().mapToLong(Size::rows).sum();
  }
}
