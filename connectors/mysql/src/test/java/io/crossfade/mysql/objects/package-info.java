@NullMarked
package io.crossfade.mysql.objects;

import org.jspecify.annotations.NullMarked;
