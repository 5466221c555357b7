package io.crossfade.mysql.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column as the log describes it before its rows. What a server does not log is null or empty.
 *
 * @param type the server's number of the type
 * @param meta what sizes the type further; what it means depends on the type
 * @param charset of a text
 * @param labels of an enum or a set, in that character set
 */
record LoggedColumn(
    int type,
    int meta,
    @Nullable Boolean unsigned,
    @Nullable String name,
    @Nullable String charset,
    @Nullable List<byte[]> labels) {}
