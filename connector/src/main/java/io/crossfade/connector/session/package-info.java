/** What connectors share that speak to their database over JDBC. */
@NullMarked
package io.crossfade.connector.session;

import org.jspecify.annotations.NullMarked;
