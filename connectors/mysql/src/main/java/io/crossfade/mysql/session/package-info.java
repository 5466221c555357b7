/** Sessions with the server, and how they are set up. */
@NullMarked
package io.crossfade.mysql.session;

import org.jspecify.annotations.NullMarked;
