/// What a gateway is given.
@NullMarked
package io.crossfade.gateway.settings;

import org.jspecify.annotations.NullMarked;
