/** Tables of one engine as the others know them. */
@NullMarked
package io.crossfade.connector.portable;

import org.jspecify.annotations.NullMarked;
