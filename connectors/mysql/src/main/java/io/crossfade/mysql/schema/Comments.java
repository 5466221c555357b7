package io.crossfade.mysql.schema;

import io.crossfade.connector.Comment;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What people have written beside tables and columns. */
public final class Comments {
  private static final String OF_TABLES =
      "TABLES WHERE {} AND TABLE_COMMENT NOT IN ('', 'VIEW') AND TABLE_COMMENT NOT LIKE 'made by Crossfade%'";
  private static final String OF_COLUMNS =
      "COLUMNS WHERE {} AND COLUMN_COMMENT <> '' ORDER BY ORDINAL_POSITION";

  private Comments() {}

  public static List<Comment> read(Connection connection, List<Table> tables) throws SQLException {
    Set<TableName> wanted = tables.stream().map(Table::name).collect(Collectors.toSet());
    Described described = new Described(connection);
    List<Comment> comments = new ArrayList<>();
    described.each(
        "TABLE_COMMENT",
        OF_TABLES,
        "TABLE_SCHEMA",
        "TABLE_NAME",
        (table, row) -> comments.add(new Comment(table, null, row.getString(3))));
    described.each(
        "COLUMN_NAME, COLUMN_COMMENT",
        OF_COLUMNS,
        "TABLE_SCHEMA",
        "TABLE_NAME",
        (table, row) -> comments.add(new Comment(table, row.getString(3), row.getString(4))));
    comments.removeIf(comment -> !wanted.contains(comment.table()));
    return comments;
  }
}
