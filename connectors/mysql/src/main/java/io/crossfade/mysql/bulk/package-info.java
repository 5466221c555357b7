/** MariaDB's bulk protocol: one statement, and the rows for it as the server holds values. */
@NullMarked
package io.crossfade.mysql.bulk;

import org.jspecify.annotations.NullMarked;
