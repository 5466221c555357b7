@NullMarked
package io.crossfade.postgresql.session;

import org.jspecify.annotations.NullMarked;
