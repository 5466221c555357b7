/// The control store: what must survive the process; and who may write in it, the guard for a store
/// in a file and leases for one on a server.
@NullMarked
package io.crossfade.engine.store;

import org.jspecify.annotations.NullMarked;
