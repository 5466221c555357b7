/** Rows from the server's binary protocol into typed frames, without becoming text on the way. */
@NullMarked
package io.crossfade.mysql.typed;

import org.jspecify.annotations.NullMarked;
