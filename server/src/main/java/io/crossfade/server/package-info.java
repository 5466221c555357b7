/// The control plane's endpoint on loopback: routes for routers, verbs for the command line.
@NullMarked
package io.crossfade.server;

import org.jspecify.annotations.NullMarked;
