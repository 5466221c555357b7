/// What the client costs the application that it lives in.
@NullMarked
package io.crossfade.bench.client;

import org.jspecify.annotations.NullMarked;
