/// People whom an OpenID Connect provider knows.
@NullMarked
package io.crossfade.server.oidc;

import org.jspecify.annotations.NullMarked;
