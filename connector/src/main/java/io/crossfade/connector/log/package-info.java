/** What connectors share that read a log: how transactions wait, and where large ones lie. */
@NullMarked
package io.crossfade.connector.log;

import org.jspecify.annotations.NullMarked;
