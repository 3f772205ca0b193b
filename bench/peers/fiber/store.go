// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/google/uuid"
)

// Refusal is what the caller did wrong.
type Refusal string

func (r Refusal) Error() string { return string(r) }

const tables = `
CREATE TABLE IF NOT EXISTS heads (
  book_id BINARY(16) NOT NULL PRIMARY KEY, sequence BIGINT NOT NULL, hash BINARY(32) NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (
  book_id BINARY(16) NOT NULL, id BINARY(16) NOT NULL, code VARCHAR(32) NOT NULL, PRIMARY KEY (book_id, id));
CREATE TABLE IF NOT EXISTS transactions (
  book_id BINARY(16) NOT NULL, id BINARY(16) NOT NULL, sequence BIGINT NOT NULL %[1]s, date INT NOT NULL,
  kind VARCHAR(16) NOT NULL, amount_minor BIGINT NOT NULL, description VARCHAR(500) NOT NULL,
  committed_at_us BIGINT NOT NULL, created_by BINARY(16) NOT NULL,
  PRIMARY KEY (book_id, id), %[2]s (sequence), KEY by_date (book_id, date, sequence));
CREATE TABLE IF NOT EXISTS postings (
  book_id BINARY(16) NOT NULL, transaction_id BINARY(16) NOT NULL, position INT NOT NULL,
  account_id BINARY(16) NOT NULL, direction CHAR(1) NOT NULL, amount_minor BIGINT NOT NULL,
  PRIMARY KEY (book_id, transaction_id, position), KEY by_account (book_id, account_id));
CREATE TABLE IF NOT EXISTS balances (
  book_id BINARY(16) NOT NULL, account_id BINARY(16) NOT NULL,
  debit_minor BIGINT NOT NULL, credit_minor BIGINT NOT NULL, PRIMARY KEY (book_id, account_id));
CREATE TABLE IF NOT EXISTS events (
  book_id BINARY(16) NOT NULL, position BIGINT NOT NULL %[1]s, at_us BIGINT NOT NULL, type VARCHAR(32) NOT NULL,
  hash BINARY(32) NOT NULL, data LONGBLOB NOT NULL, %[3]s);
CREATE TABLE IF NOT EXISTS idempotency_keys (
  book_id BINARY(16) NOT NULL, idempotency_key VARCHAR(128) NOT NULL, request_hash BINARY(32) NOT NULL,
  transaction_id BINARY(16) NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (book_id, idempotency_key));`

// Store posts sales to one book.
type Store struct {
	db      *sql.DB
	gapFree bool
	book    uuid.UUID
	user    uuid.UUID
	// The chart never changes here, so it is kept in memory.
	accounts map[string]uuid.UUID

	findKey, lockHead, advanceHead, insertTransaction, insertPostings, addBalances, insertEvent, insertKey *sql.Stmt
}

// NewStore makes the tables and a chart of n accounts: 1101, 1102, … and 4101, 4102, …
func NewStore(db *sql.DB, gapFree bool, n int) (*Store, error) {
	s := &Store{db: db, gapFree: gapFree, book: uuid.New(), user: uuid.New(), accounts: map[string]uuid.UUID{}}
	numbering := [3]any{"", "UNIQUE KEY by_sequence", "PRIMARY KEY (book_id, position)"}
	if !gapFree {
		numbering = [3]any{"AUTO_INCREMENT", "UNIQUE KEY by_sequence", "PRIMARY KEY (position)"}
	}
	for _, statement := range statements(fmt.Sprintf(tables, numbering[:]...)) {
		if _, err := db.Exec(statement); err != nil {
			return nil, err
		}
	}
	if _, err := db.Exec("INSERT INTO heads VALUES (?, 0, ?)", s.book[:], make([]byte, 32)); err != nil {
		return nil, err
	}
	for i := 0; i < n; i++ {
		for _, first := range []int{1101, 4101} {
			id, code := uuid.New(), strconv.Itoa(first+i)
			if _, err := db.Exec("INSERT INTO accounts VALUES (?, ?, ?)", s.book[:], id[:], code); err != nil {
				return nil, err
			}
			s.accounts[code] = id
		}
	}
	return s, s.prepare()
}

func (s *Store) prepare() error {
	transaction := "INSERT INTO transactions (book_id, id, date, kind, amount_minor, description, committed_at_us, created_by, sequence)" +
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
	event := "INSERT INTO events (book_id, at_us, type, hash, data, position) VALUES (?, ?, ?, ?, ?, ?)"
	for _, one := range []struct {
		into *(*sql.Stmt)
		text string
	}{
		{&s.findKey, "SELECT k.request_hash, e.data FROM idempotency_keys k" +
			" JOIN events e ON e.book_id = k.book_id AND e.position = k.position" +
			" WHERE k.book_id = ? AND k.idempotency_key = ?"},
		{&s.lockHead, "SELECT sequence, hash FROM heads WHERE book_id = ? FOR UPDATE"},
		{&s.advanceHead, "UPDATE heads SET sequence = ?, hash = ? WHERE book_id = ?"},
		{&s.insertTransaction, transaction},
		{&s.insertPostings, "INSERT INTO postings VALUES (?, ?, 0, ?, 'D', ?), (?, ?, 1, ?, 'C', ?)"},
		{&s.addBalances, "INSERT INTO balances VALUES (?, ?, ?, 0), (?, ?, 0, ?)" +
			" ON DUPLICATE KEY UPDATE debit_minor = debit_minor + VALUES(debit_minor), credit_minor = credit_minor + VALUES(credit_minor)"},
		{&s.insertEvent, event},
		{&s.insertKey, "INSERT INTO idempotency_keys VALUES (?, ?, ?, ?, ?)"},
	} {
		prepared, err := s.db.Prepare(one.text)
		if err != nil {
			return err
		}
		*one.into = prepared
	}
	return nil
}

// Post makes the sale durable and gives the body of the answer. A deadlock is tried again.
func (s *Store) Post(ctx context.Context, sale Sale) ([]byte, error) {
	for try := 0; ; try++ {
		body, err := s.postOnce(ctx, sale)
		var known *mysql.MySQLError
		if errors.As(err, &known) && try < 10 && (known.Number == 1213 || known.Number == 1205 || known.Number == 1062) {
			continue // a deadlock, a lock that took too long, or the same key at the same moment
		}
		return body, err
	}
}

func (s *Store) postOnce(ctx context.Context, sale Sale) ([]byte, error) {
	id, err := uuid.Parse(sale.ID)
	if err != nil {
		return nil, Refusal("validation_failed")
	}
	amount, err := strconv.ParseInt(sale.Amount, 10, 64)
	if err != nil || amount <= 0 {
		return nil, Refusal("amount_invalid")
	}
	debit, ok := s.accounts[sale.AccountCode]
	credit, alsoOk := s.accounts[sale.CounterCode]
	if !ok || !alsoOk || debit == credit {
		return nil, Refusal("unknown_account")
	}
	request := sha256.Sum256([]byte(sale.ID + "\x00" + sale.Kind + "\x00" + sale.Amount + "\x00" + sale.AccountCode + "\x00" +
		sale.CounterCode + "\x00" + sale.Description))

	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()

	// Before the lock, so that it is held for less; two of one key at a time meet at its unique index.
	var knownHash, knownBody []byte
	switch err := tx.StmtContext(ctx, s.findKey).QueryRowContext(ctx, s.book[:], sale.ID).Scan(&knownHash, &knownBody); {
	case err == nil && string(knownHash) == string(request[:]):
		return knownBody, nil
	case err == nil:
		return nil, Refusal("idempotency_key_reused")
	case !errors.Is(err, sql.ErrNoRows):
		return nil, err
	}
	var sequence sql.NullInt64
	before := make([]byte, 32)
	if s.gapFree {
		if err := tx.StmtContext(ctx, s.lockHead).QueryRowContext(ctx, s.book[:]).Scan(&sequence.Int64, &before); err != nil {
			return nil, err
		}
		sequence = sql.NullInt64{Int64: sequence.Int64 + 1, Valid: true}
	}

	now := time.Now().UTC()
	inserted, err := tx.StmtContext(ctx, s.insertTransaction).ExecContext(ctx, s.book[:], id[:], now.Unix()/86400, sale.Kind, amount,
		sale.Description, now.UnixMicro(), s.user[:], sequence)
	if err != nil {
		return nil, err
	}
	number := sequence.Int64
	if !s.gapFree {
		if number, err = inserted.LastInsertId(); err != nil {
			return nil, err
		}
	}
	if _, err := tx.StmtContext(ctx, s.insertPostings).ExecContext(ctx, s.book[:], id[:], debit[:], amount,
		s.book[:], id[:], credit[:], amount); err != nil {
		return nil, err
	}
	if _, err := tx.StmtContext(ctx, s.addBalances).ExecContext(ctx, s.book[:], debit[:], amount, s.book[:], credit[:], amount); err != nil {
		return nil, err
	}
	body, err := json.Marshal(s.shown(sale, id, number, now, debit, credit))
	if err != nil {
		return nil, err
	}
	hash := chain(before, number, now, body)
	event, err := tx.StmtContext(ctx, s.insertEvent).ExecContext(ctx, s.book[:], now.UnixMicro(), "transaction.posted", hash, body, sequence)
	if err != nil {
		return nil, err
	}
	position := sequence.Int64
	if !s.gapFree {
		if position, err = event.LastInsertId(); err != nil {
			return nil, err
		}
	}
	if _, err := tx.StmtContext(ctx, s.insertKey).ExecContext(ctx, s.book[:], sale.ID, request[:], id[:], position); err != nil {
		return nil, err
	}
	if s.gapFree {
		if _, err := tx.StmtContext(ctx, s.advanceHead).ExecContext(ctx, number, hash, s.book[:]); err != nil {
			return nil, err
		}
	}
	return body, tx.Commit()
}

// shown is the transaction as the answer and the event show it.
func (s *Store) shown(sale Sale, id uuid.UUID, number int64, now time.Time, debit, credit uuid.UUID) map[string]any {
	leg := func(account uuid.UUID, code, direction string) map[string]any {
		return map[string]any{"account_id": account.String(), "account_code": code, "account_name": "Account " + code,
			"direction": direction, "amount": sale.Amount, "memo": nil}
	}
	return map[string]any{
		"id": id.String(), "sequence": number, "date": now.Format("2006-01-02"), "kind": sale.Kind, "status": "posted",
		"description": sale.Description, "reference": nil, "outlet_id": nil, "contact_id": nil, "tags": []string{},
		"made_at": nil, "committed_at": now.Format("2006-01-02T15:04:05.000Z"), "created_by": s.user.String(),
		"reverses_id": nil, "reversed_by_id": nil,
		"postings": []any{leg(debit, sale.AccountCode, "debit"), leg(credit, sale.CounterCode, "credit")},
	}
}

// chain hashes an event together with the hash of the one before it.
func chain(before []byte, number int64, at time.Time, data []byte) []byte {
	sum := sha256.New()
	sum.Write(before)
	var fixed [16]byte
	binary.BigEndian.PutUint64(fixed[:8], uint64(number))
	binary.BigEndian.PutUint64(fixed[8:], uint64(at.UnixMicro()))
	sum.Write(fixed[:])
	sum.Write(data)
	return sum.Sum(nil)
}

// statements cuts a script at its semicolons.
func statements(script string) []string {
	var all []string
	for from, i := 0, 0; i < len(script); i++ {
		if script[i] == ';' {
			all = append(all, script[from:i])
			from = i + 1
		}
	}
	return all
}
