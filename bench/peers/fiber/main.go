// SPDX-License-Identifier: Apache-2.0

// A ledger as one would write it with Fiber and database/sql: each request is a database transaction
// of its own. It keeps the same promises as far as its mode says, and is here to be compared with.
//
//	-order gap-free  every transaction takes the next number of its book under the lock of the
//	                 book's row, and its event is chained to the one before
//	-order none      numbers come from AUTO_INCREMENT: they have gaps and do not follow the order of
//	                 commits, and events are not chained
//
// Both write the transaction, its two postings, the balances of two accounts, one event and the
// idempotency key, and answer 201 after the commit.
package main

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/gofiber/fiber/v2"
)

// Sale is the body of POST /transactions: the short form of Arus' own contract.
type Sale struct {
	ID          string `json:"id"`
	Kind        string `json:"kind"`
	Amount      string `json:"amount"`
	AccountCode string `json:"account_code"`
	CounterCode string `json:"counter_code"`
	Description string `json:"description"`
}

func main() {
	dsn := flag.String("dsn", os.Getenv("PEER_DSN"), "user:password@tcp(host:port)/database")
	order := flag.String("order", "gap-free", "gap-free or none")
	pool := flag.Int("pool", 64, "connections to the database")
	accounts := flag.Int("accounts", 200, "accounts in the chart")
	flag.Parse()
	if *order != "gap-free" && *order != "none" {
		log.Fatalf("-order %q: gap-free or none", *order)
	}

	db, err := open(*dsn, *pool)
	if err != nil {
		log.Fatal(err)
	}
	store, err := NewStore(db, *order == "gap-free", *accounts)
	if err != nil {
		log.Fatal(err)
	}

	app := fiber.New(fiber.Config{DisableStartupMessage: true, ReadTimeout: 30 * time.Second})
	app.Post("/transactions", func(c *fiber.Ctx) error {
		var sale Sale
		if err := c.BodyParser(&sale); err != nil {
			return c.Status(fiber.StatusBadRequest).JSON(fiber.Map{"code": "malformed_json"})
		}
		posted, err := store.Post(c.UserContext(), sale)
		var refusal Refusal
		if errors.As(err, &refusal) {
			return c.Status(fiber.StatusUnprocessableEntity).JSON(fiber.Map{"code": string(refusal)})
		}
		if err != nil {
			log.Printf("post: %v", err)
			return c.Status(fiber.StatusServiceUnavailable).JSON(fiber.Map{"code": "unavailable"})
		}
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
		return c.Status(fiber.StatusCreated).Send(posted)
	})

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening http://%s\n", listener.Addr())
	log.Fatal(app.Listener(listener))
}

// open gives a pool that keeps its connections, each reading what is committed.
func open(dsn string, pool int) (*sql.DB, error) {
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, variable := range []string{"transaction_isolation", "tx_isolation"} { // MySQL's name, MariaDB's
		config.Params = map[string]string{variable: "'READ-COMMITTED'"}
		connector, err := mysql.NewConnector(config)
		if err != nil {
			return nil, err
		}
		db := sql.OpenDB(connector)
		db.SetMaxOpenConns(pool)
		db.SetMaxIdleConns(pool)
		if failed = db.Ping(); failed == nil {
			return db, nil
		}
		db.Close()
	}
	return nil, failed
}
