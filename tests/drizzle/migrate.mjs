// Runs a folder with the migrator of drizzle-orm: node migrate.mjs PACKAGE FOLDER OPTIONS
import pg from "pg";

const [name, migrationsFolder, options] = process.argv.slice(2);
const { drizzle } = await import(`${name}/node-postgres`);
const { migrate } = await import(`${name}/node-postgres/migrator`);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
try {
  const db = name === "drizzle-orm" ? drizzle(pool) : drizzle({ client: pool });
  await migrate(db, { migrationsFolder, ...JSON.parse(options) });
} catch (error) {
  console.error(error.cause?.message ?? error.message);
  process.exitCode = 1;
} finally {
  await pool.end();
}
