package io.crossfade.postgresql.objects;

import io.crossfade.connector.Comment;
import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.SchemaObject.Uses;
import io.crossfade.postgresql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a table or an object and is nothing without it, as the catalog tells it.
 *
 * @param words its statement, and what is in the way of it
 */
public record Trait(
    Address bearer,
    @Nullable String column,
    ObjectName name,
    Words words,
    Section section,
    @Nullable String role) {

  record Words(String definition, String obstacle) {}

  static List<Trait> read(Connection connection) throws SQLException {
    List<Trait> traits = new ArrayList<>();
    ObjectGraph.each(connection, TraitSql.TRAITS, row -> traits.add(of(row)));
    ObjectGraph.each(connection, TraitSql.GRANTS, row -> traits.add(of(row)));
    return traits;
  }

  /** As this catalog would tell it. */
  public static SchemaObject comment(Comment comment) {
    String table = Sql.quote(comment.table().schema()) + "." + Sql.quote(comment.table().name());
    String column = comment.column();
    String on =
        column == null ? "table " + table : "table column " + table + "." + Sql.quote(column);
    return new SchemaObject(
        new ObjectName("comment", "on " + on),
        new ObjectName("table", table),
        Section.AFTER_COPY,
        "COMMENT ON %s IS %s"
            .formatted(
                column == null ? "TABLE " + table : "COLUMN " + table + "." + Sql.quote(column),
                Sql.literal(comment.text())),
        "",
        new Uses(Map.of(), List.of()));
  }

  private static Trait of(ResultSet row) throws SQLException {
    return new Trait(
        Address.of(row, 1),
        row.getString(3),
        new ObjectName(row.getString(4), row.getString(5)),
        new Words(row.getString(6), row.getString(8)),
        Section.valueOf(row.getString(7)),
        row.getString(9));
  }
}
