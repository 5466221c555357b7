/** Inside the application: routes its connections by the current route. */
@NullMarked
package io.crossfade.client;

import org.jspecify.annotations.NullMarked;
