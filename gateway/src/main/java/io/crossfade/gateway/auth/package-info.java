/// How clients prove themselves to the gateway, and the gateway to the databases.
@NullMarked
package io.crossfade.gateway.auth;

import org.jspecify.annotations.NullMarked;
