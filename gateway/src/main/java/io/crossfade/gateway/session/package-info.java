/// One client's session, on one database at a time; each on one event loop.
@NullMarked
package io.crossfade.gateway.session;

import org.jspecify.annotations.NullMarked;
