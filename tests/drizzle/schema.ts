import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, numeric, pgEnum, pgTable, serial, text, timestamp, uniqueIndex, varchar } from "drizzle-orm/pg-core";

export const status = pgEnum("order_status", ["pending", "paid", "shipped"]);

export const users = pgTable("users", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  email: varchar("email", { length: 255 }).notNull().unique(),
  name: text("name").notNull().default(""),
  active: boolean("active").notNull().default(true),
  settings: jsonb("settings").notNull().default({ theme: "dark" }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
}, (t) => [
  uniqueIndex("users_email_lower_idx").on(sql`lower(${t.email})`),
  check("users_email_chk", sql`${t.email} LIKE '%@%'`),
]);

export const orders = pgTable("orders", {
  id: serial("id").primaryKey(),
  userId: integer("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  status: status("status").notNull().default("pending"),
  total: numeric("total", { precision: 12, scale: 2 }).notNull().default("0.00"),
}, (t) => [index("orders_user_idx").on(t.userId)]);
