/** What engines mean alike, however each of them writes it. */
@NullMarked
package io.crossfade.connector.expression;

import org.jspecify.annotations.NullMarked;
