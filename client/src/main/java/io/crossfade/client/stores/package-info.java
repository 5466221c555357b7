/** Stores of the application's own, of which each call goes to the side that the route says. */
@NullMarked
package io.crossfade.client.stores;

import org.jspecify.annotations.NullMarked;
