package io.crossfade.mysql.objects;

import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.SchemaObject.Uses;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The views of some databases, and those elsewhere that they or the tables' readers need. */
public final class ViewReading {
  static final String VIEW = "view";

  /** How each of ours begins; what another engine has written does not. */
  static final String CREATE = "CREATE SQL SECURITY ";

  private static final String RELATIONS =
      "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES"
          + " WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys', 'crossfade')";

  private static final String VIEWS =
      "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE FROM information_schema.VIEWS"
          + " WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys', 'crossfade')";

  private final Map<TableName, String> definitions = new TreeMap<>();
  private final Map<TableName, ViewText> texts = new TreeMap<>();
  private final Map<TableName, SchemaObject> taken = new LinkedHashMap<>();

  private ViewReading() {}

  /** See {@link io.crossfade.connector.Catalog#objects}: each after those that it reads. */
  public static List<SchemaObject> read(
      Connection connection, Set<String> schemas, List<Table> tables) throws SQLException {
    ViewReading reading = new ViewReading();
    reading.look(connection);
    Set<TableName> scope = new HashSet<>();
    tables.forEach(table -> scope.add(table.name()));
    for (TableName view : reading.texts.keySet()) {
      if (schemas.contains(view.schema()) || reading.reads(view, scope)) {
        reading.take(view);
      }
    }
    return new ArrayList<>(reading.taken.values());
  }

  private void look(Connection connection) throws SQLException {
    Set<TableName> relations = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(RELATIONS)) {
      while (row.next()) {
        relations.add(new TableName(row.getString(1), row.getString(2)));
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(VIEWS)) {
      while (row.next()) {
        TableName name = new TableName(row.getString(1), row.getString(2));
        String text = row.getString(3) == null ? "" : row.getString(3);
        String check =
            row.getString(4).equals("NONE") ? "" : " WITH " + row.getString(4) + " CHECK OPTION";
        definitions.put(
            name, CREATE + row.getString(5) + " VIEW " + Sql.table(name) + " AS " + text + check);
        texts.put(name, ViewText.read(text, relations));
      }
    }
  }

  /** Also through other views. */
  private boolean reads(TableName view, Set<TableName> scope) {
    ViewText text = texts.get(view);
    return text != null
        && text.columns().keySet().stream()
            .anyMatch(used -> scope.contains(used) || !used.equals(view) && reads(used, scope));
  }

  private void take(TableName view) {
    ViewText text = texts.get(view);
    if (text == null || taken.containsKey(view)) {
      return;
    }
    Map<TableName, List<String>> columns = new TreeMap<>();
    List<ObjectName> objects = new ArrayList<>();
    text.columns()
        .forEach((used, names) -> {
          if (texts.containsKey(used)) {
            take(used);
            objects.add(name(used));
          } else {
            columns.put(used, names);
          }
        });
    boolean hidden = definitions.getOrDefault(view, "").endsWith(" AS ");
    taken.put(
        view,
        new SchemaObject(
            name(view),
            null,
            Section.AFTER_COPY,
            definitions.getOrDefault(view, ""),
            hidden ? "our role may not see it: GRANT SHOW VIEW" : "",
            new Uses(columns, objects)));
  }

  static ObjectName name(TableName view) {
    return new ObjectName(VIEW, Sql.table(view));
  }
}
