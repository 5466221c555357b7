@NullMarked
package io.crossfade.mysql.workspace;

import org.jspecify.annotations.NullMarked;
