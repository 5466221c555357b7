/**
 * A database in memory, for tests of what goes on between two databases: as awkward as PostgreSQL
 * where that makes the stitch hard, and nothing more. {@link io.crossfade.memory.MemoryServer} is
 * the server, {@link io.crossfade.memory.MemoryDatabase} our side of it, {@link
 * io.crossfade.memory.Application} the application's. Wherever a real server would let others go on
 * between two steps, it asks its {@link io.crossfade.memory.Turn}.
 */
@NullMarked
package io.crossfade.memory;

import org.jspecify.annotations.NullMarked;
