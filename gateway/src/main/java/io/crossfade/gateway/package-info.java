/// The PostgreSQL wire gateway: a router for applications that cannot embed one.
@NullMarked
package io.crossfade.gateway;

import org.jspecify.annotations.NullMarked;
