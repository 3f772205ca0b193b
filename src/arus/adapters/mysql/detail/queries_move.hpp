// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a move needs beside the rows themselves, whose statements are made of the schema's own names
// in mysql_tables.cpp.
namespace arus::mysql::queries {

/// -> table, column, type; tables by name, columns in their order. What the server computes itself
/// is left out. The tables that tell which migrations were applied are none of the stores'.
inline constexpr char list_table_columns[] = R"(
    SELECT c.table_name, c.column_name, c.data_type
    FROM information_schema.columns c
    JOIN information_schema.tables t
      ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'
      AND t.table_name NOT LIKE 'schema\_%' AND t.table_name <> 'move_under_way'
      AND COALESCE(c.generation_expression, '') = ''
    ORDER BY c.table_name, c.ordinal_position)";

/// -> table, column; of primary keys, in their order.
inline constexpr char list_table_keys[] = R"(
    SELECT s.table_name, s.column_name
    FROM information_schema.statistics s
    WHERE s.table_schema = DATABASE() AND s.index_name = 'PRIMARY'
    ORDER BY s.table_name, s.seq_in_index)";

/// -> 1 where a move has begun.
inline constexpr char find_move_table[] = R"(
    SELECT 1 FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_name = 'move_under_way')";

inline constexpr char create_move_table[] =
    "CREATE TABLE IF NOT EXISTS move_under_way (name VARCHAR(64) NOT NULL, last_key LONGBLOB NOT "
    "NULL, PRIMARY KEY (name)) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin";

inline constexpr char drop_move_table[] = "DROP TABLE IF EXISTS move_under_way";

/// name -> last_key. The empty name holds what is moved. pk.
inline constexpr char find_note[] = "SELECT last_key FROM move_under_way WHERE name = ?";

/// name, last_key, last_key again. pk.
inline constexpr char note_last_key[] =
    "INSERT INTO move_under_way (name, last_key) VALUES (?, ?) ON DUPLICATE KEY UPDATE last_key = "
    "?";

}  // namespace arus::mysql::queries
