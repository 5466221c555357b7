package io.crossfade.connector;

import java.util.Optional;

/**
 * One database, by its capabilities. Safe for use by several threads; what its methods open
 * (snapshots, streams, appliers, chunk writes) belongs to one thread each.
 *
 * <p>Methods throw {@link io.crossfade.model.CrossfadeException}; a lost connection has the code
 * {@code SOURCE_UNREACHABLE} or {@code TARGET_UNREACHABLE} only where the connector knows the role,
 * else {@code DATABASE_FAILED}.
 */
public interface Database extends AutoCloseable {
  Endpoint endpoint();

  /**
   * Which server answers now, asked anew. All else is asked of one and the same server: a connector
   * whose servers can be replaced by others under their address refuses the other one with {@code
   * SERVER_REPLACED}, here and everywhere.
   */
  Identity identity();

  Catalog catalog();

  Workspace workspace();

  Reader reader();

  Writer writer();

  Log log();

  Fence fence();

  Sequences sequences();

  Health health();

  /** Empty where this connector has no place for what writers of both sides note. */
  default Optional<Items> items() {
    return Optional.empty();
  }

  @Override
  void close();
}
