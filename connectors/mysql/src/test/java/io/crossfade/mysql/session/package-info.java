@NullMarked
package io.crossfade.mysql.session;

import org.jspecify.annotations.NullMarked;
