/** What a database implements, and the contract suite that each connector passes. */
@NullMarked
package io.crossfade.connector;

import org.jspecify.annotations.NullMarked;
