/// Encryption of what goes over the network.
@NullMarked
package io.crossfade.server.tls;

import org.jspecify.annotations.NullMarked;
