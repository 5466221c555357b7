package io.crossfade.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function of your own by which a manifest fills a column ({@code java: NAME}). Crossfade finds
 * it through {@link java.util.ServiceLoader} on its class path; see docs/mapping.md.
 *
 * <p>The same arguments must always give the same result, on every machine and at every time: a row
 * is mapped when it is copied, whenever it changes, and when it is compared. Called by several
 * threads at once.
 */
public interface RowFunction extends Serializable {

  /** As the manifest calls it. */
  String name();

  /**
   * The value for a row; null is NULL.
   *
   * @param arguments the columns' values in the manifest's order, as expressions see them: Long,
   *     BigDecimal, Double, Boolean, Instant or String; null is NULL
   */
  @Nullable Object apply(List<@Nullable Object> arguments);

  /**
   * What makes the one argument again of the result, for the way back after the cutover. Empty
   * where nothing can.
   */
  default Optional<RowFunction> inverse() {
    return Optional.empty();
  }
}
