package sim_test

import (
	"context"
	"fmt"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"thuky/bot/sim"
)

// A bot that answers one question, and a leader who asks it.
func Example() {
	server := sim.New(sim.Options{Rate: sim.RateWindow})
	leader := server.Person(1001, "Thảo")

	b, err := tg.New(server.Token(),
		tg.WithHTTPClient(time.Minute, server.Client()),
		tg.WithDefaultHandler(func(ctx context.Context, b *tg.Bot, u *models.Update) {
			if u.Message == nil {
				return // a press, which may come before the example ends
			}
			_, _ = b.SendMessage(ctx, &tg.SendMessageParams{
				ChatID: u.Message.Chat.ID, Text: "<b>Thứ Năm, 21/10/2021</b>\n08h00: Họp giao ban", ParseMode: models.ParseModeHTML,
				ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{
					{Text: "◀ Thứ Tư", CallbackData: "20"}, {Text: "Thứ Sáu ▶", CallbackData: "22"},
				}}},
			})
		}))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	go b.Start(ctx)

	leader.Send("lịch hôm nay")
	if err := server.Wait(ctx, func() bool { return leader.Last().Bot }); err != nil {
		fmt.Println(err)
	}
	fmt.Print(leader.Screen())
	fmt.Println("đã bấm:", leader.Click("Thứ Sáu ▶") == nil, "– vi phạm:", len(server.Violations()))
	// Output:
	// Thảo: lịch hôm nay
	// Thuky: Thứ Năm, 21/10/2021
	//   08h00: Họp giao ban
	//   [◀ Thứ Tư] [Thứ Sáu ▶]
	// đã bấm: true – vi phạm: 0
}
