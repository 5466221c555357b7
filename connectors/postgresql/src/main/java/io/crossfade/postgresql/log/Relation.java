package io.crossfade.postgresql.log;

import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * How the log describes a table before it tells the table's first change, and again when the table
 * has changed.
 */
record Relation(int oid, TableName name, List<Attribute> attributes) {

  /**
   * @param identifying whether old rows carry this column (it is part of the replica identity)
   */
  record Attribute(String name, int type, int modifier, boolean identifying) {}

  static Relation read(WireReader in) {
    int oid = in.int32();
    String schema = in.name();
    TableName name = new TableName(schema.isEmpty() ? "pg_catalog" : schema, in.name());
    in.int8(); // The replica identity's kind; each attribute says whether it belongs to it.
    int count = in.int16();
    List<Attribute> attributes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean identifying = (in.int8() & 1) != 0;
      attributes.add(new Attribute(in.name(), in.int32(), in.int32(), identifying));
    }
    return new Relation(oid, name, attributes);
  }
}
